"""A language server at work, as an editor speaks with it: over standard input and output."""

import json
import queue
import subprocess
import threading
from itertools import count

PATIENCE = 60  # seconds; a server that says nothing for so long is broken


class LanguageServer:
    """Starts a server for a folder; `settings` is what it is told when it asks for its configuration."""

    def __init__(self, command, folder, settings):
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.settings = settings
        self.folder = folder
        self.opened = set()
        self.numbers = count(1)
        self.answers = queue.Queue()
        self.published = queue.Queue()
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        self.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name}],
            capabilities={
                "textDocument": {
                    "completion": {"completionItem": item},
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True},
            },
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.listener.join()
        self.process.stdin.close()
        self.process.stdout.close()

    def ask(self, method, **parameters):
        """The result of a request."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": parameters})
        answer = self.answers.get(timeout=PATIENCE)
        assert answer["id"] == number
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method, **parameters):
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def open(self, path, text):
        """Open a document with this text, or type it anew; its diagnostics, once the server has told them."""
        uri = (self.folder / path).as_uri()
        document = {"uri": uri, "version": next(self.numbers)}
        if uri in self.opened:
            self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        else:
            self.tell("textDocument/didOpen", textDocument={**document, "languageId": "yaml", "text": text})
        self.opened.add(uri)
        while (told := self.published.get(timeout=PATIENCE))["uri"] != uri:
            pass
        return told["diagnostics"]

    def at(self, path, text, words):
        """What a request about the place behind `words` in a text needs."""
        before = text[: text.index(words) + len(words)]
        line = before.count("\n")
        character = len(before) - before.rfind("\n") - 1
        return {
            "textDocument": {"uri": (self.folder / path).as_uri()},
            "position": {"line": line, "character": character},
        }

    def _send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def _listen(self):
        while length := self._length():
            message = json.loads(self.process.stdout.read(length))
            if "method" not in message:
                self.answers.put(message)
            elif message["method"] == "workspace/configuration":
                asked = [self.settings.get(it.get("section", "")) for it in message["params"]["items"]]
                self._send({"id": message["id"], "result": asked})
            elif message["method"] == "textDocument/publishDiagnostics":
                self.published.put(message["params"])
            elif "id" in message:
                self._send({"id": message["id"], "result": None})

    def _length(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return length
