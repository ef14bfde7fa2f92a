"""What is asked of those who sign in."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from coalition.fields import EmailAddress, Form, InterfaceLanguage, Name, Refused
from coalition.languages import Message
from coalition.people.passwords import SHORTEST
from coalition.people.tables import Role

# Telephones begin what is typed with a capital letter: accounts are kept and found in small ones.
AccountAddress = Annotated[EmailAddress, AfterValidator(str.lower)]


class SignInForm(Form):
    """An e-mail address, and a password where one was set."""

    missing = {"email": Message("Write your e-mail address.")}

    email: AccountAddress
    password: SecretStr = SecretStr("")


class CoordinatorForm(Form):
    """A new account."""

    email: AccountAddress
    name: Name
    role: Role = Role.COORDINATOR
    language: InterfaceLanguage = "en"


class AccountForm(Form):
    """What a coordinator changes about the own account."""

    missing = {"name": Message("Write your name.")}

    name: Name
    language: InterfaceLanguage


def _long_enough(password: SecretStr) -> SecretStr:
    if len(password.get_secret_value()) < SHORTEST:
        raise Refused(Message("Use at least {count} characters; several words are easiest to remember.", count=SHORTEST))
    return password


class PasswordForm(Form):
    """A new password."""

    password: Annotated[SecretStr, Field(max_length=1000), AfterValidator(_long_enough)]
