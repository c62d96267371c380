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
      this.dialog = make("dialog", { className: "desk-choose" });
      this.dialog.setAttribute("aria-label", "Choose a picture");
      const close = make("button", { type: "button", className: "button button-secondary", textContent: "Close" });
      close.addEventListener("click", () => this.dialog.close());
      this.list = make("ul", { className: "desk-choose__list" });
      this.dialog.append(make("h2", { textContent: "Choose a picture" }), this.list, close);
      this.dialog.addEventListener("close", () => { this.dialog.remove(); if (!this.chosen) this.props.onClose(); });
      document.body.append(this.dialog);
      this.dialog.showModal();
      fetch(address, { headers: { Accept: "application/json" } })
        .then((answer) => answer.json())
        .then(({ pictures }) => this.show(pictures))
        .catch(() => this.list.replaceChildren(make("li", { textContent: "The pictures could not be fetched: close this and try again." })));
    }

    show(pictures) {
      this.list.replaceChildren(...pictures.map((one) => {
        const button = make("button", { type: "button" },
          make("img", { src: one.src, alt: "", width: 80, loading: "lazy" }), make("span", { textContent: `${one.alt} (${one.credit})` }));
        button.addEventListener("click", () => this.choose(one));
        return make("li", {}, button);
      }));
      if (!pictures.length) this.list.append(make("li", { textContent: "There is no picture yet: upload one under Pictures." }));
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
        h("button", { type: "button", className: "button button-small button-secondary", onClick: () => blockProps.onRemoveEntity(blockProps.entityKey, block.getKey()) }, "Remove")));
  };

  draftail.registerPlugin({ type: "PICTURE", source: Source, block: Block }, "entityTypes");
})();
