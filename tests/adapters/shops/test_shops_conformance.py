"""Shops pass the kit that strangers' adapters pass, over the samples that ship."""

from omnidesk.adapters.shops import Haravan, Lazada, Sapo, Shopee, TikTokShop
from omnidesk.testing import AdapterConformance, builtin_samples


class TestShopee(AdapterConformance):
    adapter = Shopee(account="947042000")
    samples = builtin_samples("shopee")


class TestLazada(AdapterConformance):
    adapter = Lazada(account="1000165000")
    samples = builtin_samples("lazada")


class TestTikTokShop(AdapterConformance):
    adapter = TikTokShop()
    samples = builtin_samples("tiktok_shop")


class TestHaravan(AdapterConformance):
    adapter = Haravan()
    samples = builtin_samples("haravan")


class TestSapo(AdapterConformance):
    adapter = Sapo()
    samples = builtin_samples("sapo")
