"""The buyer's pages: finding goods, the cart, the checkout, following an order."""
