"""Text messages through gateways: Twilio, and those of Vietnam that send under a brand name."""

from omnidesk.adapters.sms._brandname import BrandnameSms
from omnidesk.adapters.sms._twilio import TwilioSms

__all__ = ["BrandnameSms", "TwilioSms"]
