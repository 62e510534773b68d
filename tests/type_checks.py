"""TypeScript as a judge of JSON: documents held against a published type, no property more or less."""

import json
import subprocess

from checkers import CHECKERS, package


def what_typescript_says(folder, documents, type_name, module):
    """What the compiler says of JSON documents, by name, as values of a type; empty where it agrees.

    They are written as literals, since only of those does TypeScript refuse properties that the type lacks.
    """
    lines = [f'import type {{ {type_name} }} from "{module}";']
    lines += [f"export const {name}: {type_name} = {json.dumps(it)};" for name, it in documents.items()]
    (folder / "documents.ts").write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = {
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
        "module": "esnext",
        "moduleResolution": "bundler",
        "target": "esnext",
        "types": [],
        "paths": {"*": [f"{CHECKERS}/*", f"{CHECKERS}/@types/*"]},
    }
    config = {"compilerOptions": options, "files": ["documents.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    program = package("typescript") / "bin" / "tsc"
    result = subprocess.run(
        ["node", str(program), "-p", str(folder)], capture_output=True, text=True, check=False, timeout=240
    )
    return result.stdout
