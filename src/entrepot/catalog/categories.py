"""The marketplace's own tree of two levels, and the words by which merchants' own types and tags find their place in it."""

import re
from collections.abc import Iterable
from functools import cache

from entrepot.catalog.models import Category

#: Slug, English, Chinese; those below stand under the last one above without a slash.
_TREE = """
food-drink | Food and drink | 食品饮料
food-drink/coffee-tea | Coffee and tea | 咖啡茶饮
food-drink/honey-syrup | Honey and syrup | 蜂蜜糖浆
food-drink/nuts-fruit | Nuts and dried fruit | 坚果果干
food-drink/sauces-spices | Sauces and spices | 酱料香料
food-drink/sweets-snacks | Sweets and snacks | 糖果零食
beauty | Beauty | 美妆个护
beauty/skincare | Skincare | 护肤
beauty/bath-body | Bath and body | 沐浴身体
beauty/makeup-fragrance | Make-up and fragrance | 彩妆香水
health | Health | 营养健康
health/vitamins | Vitamins and supplements | 维生素与膳食补充
health/nutrition | Nutrition | 营养食品
home-kitchen | Home and kitchen | 家居厨房
home-kitchen/tableware | Tableware | 餐具
home-kitchen/cookware | Cookware and kitchen tools | 锅具厨具
home-kitchen/textiles | Home textiles | 家纺布艺
home-kitchen/candles-scent | Candles and scent | 蜡烛香薰
home-kitchen/decor-lighting | Decoration and lighting | 装饰灯具
baby-toys | Baby and toys | 母婴玩具
baby-toys/nursery | Nursery | 婴儿用品
baby-toys/toys | Toys | 玩具
baby-toys/baby-clothing | Baby clothing | 婴儿服饰
clothing | Clothing | 服饰鞋帽
clothing/tops-outerwear | Tops and outerwear | 上衣外套
clothing/bottoms-denim | Trousers, skirts and denim | 裤裙牛仔
clothing/accessories | Accessories | 服饰配件
clothing/footwear | Footwear | 鞋履
bags-leather | Bags and leather | 箱包皮具
bags-leather/bags | Bags | 包袋
bags-leather/wallets-belts | Wallets and belts | 钱包皮带
outdoor-sports | Outdoor and sports | 户外运动
outdoor-sports/camping | Camping | 露营
outdoor-sports/fishing | Fishing | 垂钓
outdoor-sports/cycling | Cycling | 骑行
music-electronics | Music and electronics | 音乐数码
music-electronics/instruments | Instruments | 乐器
music-electronics/audio | Audio | 音频设备
music-electronics/computing | Computing | 电脑外设
stationery-games | Stationery and games | 文具桌游
stationery-games/stationery | Stationery | 文具
stationery-games/games-puzzles | Games and puzzles | 桌游拼图
pets-garden | Pets and garden | 宠物园艺
pets-garden/pets | Pets | 宠物用品
pets-garden/garden | Garden | 园艺
crafts-jewellery | Crafts and jewellery | 手作珠宝
crafts-jewellery/yarn-knitting | Yarn and knitting | 毛线编织
crafts-jewellery/jewellery | Jewellery | 珠宝首饰
"""

#: The words of merchants' types, tags, categories and titles that name a place. One word, one place; ambiguous ones are left out.
_WORDS = {
    "food-drink/coffee-tea": "coffee espresso tea matcha",
    "food-drink/honey-syrup": "honey syrup molasses",
    "food-drink/nuts-fruit": "almond almonds nut nuts pistachio pistachios pecan pecans walnut walnuts raisin raisins",
    "food-drink/sauces-spices": "sauce sauces salsa spice spices seasoning mustard vinegar",
    "food-drink/sweets-snacks": "chocolate candy caramel caramels cookie cookies snack snacks sweets",
    "beauty/skincare": "skincare serum moisturizer moisturiser cleanser toner",
    "beauty/bath-body": "soap soaps shampoo lotion bath shower deodorant",
    "beauty/makeup-fragrance": "makeup lipstick mascara perfume cologne fragrance",
    "health/vitamins": "vitamin vitamins supplement supplements probiotic",
    "health/nutrition": "protein nutrition collagen",
    "home-kitchen/tableware": "tableware dinnerware mug mugs plate plates bowl bowls glassware cutlery",
    "home-kitchen/cookware": "cookware skillet saucepan kitchenware bakeware knife knives",
    "home-kitchen/textiles": (
        "bedding linens towel towels quilt quilts blanket blankets pillow pillows cushion cushions sheets duvet rug rugs"
    ),
    "home-kitchen/candles-scent": "candle candles diffuser incense",
    "home-kitchen/decor-lighting": (
        "decor decoration lamp lamps light lighting vase furniture sofa couch chair armchair table drawers shelf mirror poster"
        " beanbag"
    ),
    "baby-toys/nursery": "nursery pacifier stroller crib",
    "baby-toys/toys": "toy toys doll dolls plush",
    "baby-toys/baby-clothing": "bodysuit onesie romper",
    "clothing/tops-outerwear": (
        "shirt shirts tshirt tshirts tee tees t-shirt t-shirts hoodie hoodies sweater sweaters jumper jacket jackets coat coats"
        " blouse top tops outerwear cardigan sweatshirt polo tuxedo"
    ),
    "clothing/bottoms-denim": "jeans trousers pants shorts skirt skirts leggings",
    "clothing/accessories": "beanie beanies cap caps hat hats scarf scarves gloves sunglasses socks",
    "clothing/footwear": "shoe shoes boot boots sneaker sneakers sandals footwear high-tops",
    "bags-leather/bags": "bag bags handbag backpack tote purse luggage",
    "bags-leather/wallets-belts": "wallet wallets belt belts",
    "outdoor-sports/camping": "camping tent tents hammock lantern",
    "outdoor-sports/fishing": "fishing angling",
    "outdoor-sports/cycling": "bicycle bike cycling",
    "music-electronics/instruments": "guitar guitars ukulele piano drum drums violin harmonica",
    "music-electronics/audio": "headphones earbuds speaker speakers amplifier microphone",
    "music-electronics/computing": "keyboard laptop computer computers usb",
    "stationery-games/stationery": "stationery notebook notebooks pen pens journal envelope envelopes",
    "stationery-games/games-puzzles": "puzzle puzzles jigsaw boardgame dice",
    "pets-garden/pets": "pet pets dog dogs cat cats leash",
    "pets-garden/garden": "garden gardening plant plants planter pot pots trowel watering fence fencing slats",
    "crafts-jewellery/yarn-knitting": "yarn knitting crochet",
    "crafts-jewellery/jewellery": "jewellery jewelry necklace earrings bracelet ring rings",
    "clothing": "clothing apparel clothes menswear womenswear",
    "home-kitchen": "home household",
    "beauty": "beauty cosmetics",
    "food-drink": "food drinks beverages grocery",
}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def load() -> int:
    """Bring the tree in the database up to the one above; how many categories that are. Repeating it changes nothing."""
    rows = [
        Category(
            slug=slug,
            name=name,
            name_zh=name_zh,
            parent_id=slug.rpartition("/")[0] or None,
            position=position,
        )
        for position, (slug, name, name_zh) in enumerate(tree())
    ]
    Category.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "name_zh", "parent", "position"],
    )
    return len(rows)


@cache
def tree() -> list[tuple[str, str, str]]:
    """(slug, name, Chinese name), each parent before its children."""
    lines = (entry.split(" | ") for entry in _TREE.strip().splitlines())
    return [(slug, name, name_zh) for slug, name, name_zh in lines]


def place(texts: Iterable[str], *, title: str = "") -> str:
    """The category that a merchant's own words name, else "": nothing is guessed from a word that could mean two places.

    texts: types, categories and tags, what says most about the goods first. title: asked first, because it names the thing
    itself, its last words before its first ("leather jacket" is a jacket). The more particular place wins over its parent.
    """
    found = list(_named(reversed(_spoken(title))))
    for text in texts:
        found += _named(reversed(_spoken(text)))
    particular = [slug for slug in found if "/" in slug]
    return next(iter(particular or found), "")


def _spoken(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("high tops", "high-tops"))  # shoes, not tops


def _named(spoken: Iterable[str]) -> list[str]:
    places = _places()
    return [places[word] for word in spoken if word in places]


@cache
def _places() -> dict[str, str]:
    return {word: slug for slug, listed in _WORDS.items() for word in listed.split()}
