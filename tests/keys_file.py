"""Files of keys for tests."""

from service.access.keys import digest_of, id_of, new_key


def entry(name, key, scopes=("photo", "check"), **facts):
    """The [[key]] of a name; `facts` are TOML values."""
    lines = {
        "name": f'"{name}"',
        "id": f'"{id_of(key)}"',
        "sha256": f'"{digest_of(key).hex()}"',
        "scopes": str(list(scopes)),
        **facts,
    }
    return "[[key]]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())


def write(path, **names):
    """A file with one key for each name and what its entry says besides; the keys by name."""
    keys = {name: new_key() for name in names}
    path.write_text("".join(entry(name, keys[name], **facts) for name, facts in names.items()))
    return keys
