// Pictures within a text: chosen from a list of those that are here, shown with their words.
(() => {
  const { React, DraftJS, draftail } = window;
  const h = React.createElement;
  const address = new URL("../../desk/pictures/choose/", document.currentScript.src).pathname;

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  class Source extends React.Component {
    componentDidMount() {
      this.asked = 0;
      const { words } = this.props.entityType;
      this.dialog = make("dialog", { className: "desk-choose" });
      this.dialog.setAttribute("aria-label", words.choose);
      const close = make("button", { type: "button", className: "button button-secondary", textContent: words.close });
      close.addEventListener("click", () => this.dialog.close());
      this.words = make("input", { type: "search", placeholder: words.what });
      this.words.setAttribute("aria-label", words.find);
      this.words.addEventListener("input", () => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.find(), 300); });
      this.words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); this.find(); } });
      this.told = make("p", {});
      this.told.setAttribute("role", "status");
      this.list = make("ul", { className: "desk-choose__list" });
      this.older = make("button", { type: "button", className: "button button-secondary", textContent: words.older, hidden: true });
      this.older.addEventListener("click", () => this.find(this.before));
      this.dialog.append(make("h2", { textContent: words.choose }), this.words, this.told, this.list, this.older, close);
      this.dialog.addEventListener("close", () => { this.dialog.remove(); if (!this.chosen) this.props.onClose(); });
      document.body.append(this.dialog);
      this.dialog.showModal();
      this.find();
    }

    async find(before) {
      clearTimeout(this.waiting);
      const mine = ++this.asked;
      const asked = new URLSearchParams({ words: this.words.value });
      if (before) asked.set("before", before);
      try {
        const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } });
        const { found, told, before: next } = await answer.json();
        if (mine === this.asked) this.show(found, told, next, Boolean(before));
      } catch {
        this.told.textContent = this.props.entityType.words.failed;
      }
    }

    show(found, told, next, behind) {
      const rows = found.map((one) => {
        const button = make("button", { type: "button" },
          make("img", { src: one.src, alt: "", width: 80, loading: "lazy" }), make("span", { textContent: `${one.alt} (${one.credit})` }));
        button.addEventListener("click", () => this.choose(one));
        return make("li", {}, button);
      });
      if (!behind) this.list.replaceChildren();
      this.list.append(...rows);
      if (behind && rows.length) rows[0].firstChild.focus();
      this.before = next;
      this.older.hidden = !next;
      this.told.textContent = behind ? "" : told || (found.length ? "" : this.props.entityType.words.none);
    }

    choose(one) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState.getCurrentContent().createEntity(entityType.type, "IMMUTABLE", one);
      this.chosen = true;
      this.dialog.close();
      onComplete(DraftJS.AtomicBlockUtils.insertAtomicBlock(editorState, content.getLastCreatedEntityKey(), " "));
    }

    render() { return null; }
  }

  const Block = ({ block, blockProps }) => {
    const { alt, credit, src } = blockProps.entity.getData();
    return h("figure", { className: "desk-picture", contentEditable: false },
      h("img", { src, alt, width: 240 }),
      h("figcaption", null, `${alt} (${credit}) `,
        h("button", { type: "button", className: "button button-small button-secondary", onClick: () => blockProps.onRemoveEntity(blockProps.entityKey, block.getKey()) }, blockProps.entityType.words.remove)));
  };

  draftail.registerPlugin({ type: "PICTURE", source: Source, block: Block }, "entityTypes");
})();
