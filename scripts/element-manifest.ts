/**
 * Writes dist/custom-elements.json, or the file that is named: what editors and catalogues know of `<pug-room>` (Custom
 * Elements Manifest, schema 2.1).
 *
 * Everything in it is said once, in the sources: properties by their fields, events (`@fires`), parts (`@csspart`) and
 * custom properties (`@cssprop`) by comments. test/client/elements/manifest.test.ts holds those comments to the code around them.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { type ESTree, parseSync } from "vite"

const elementFile = "src/client/elements/pug-room.ts"
const tokensFile = "src/client/styles/tokens.ts"
const className = "PugRoom"
const tagName = "pug-room"

/** Where the package has them. */
const elementModule = "dist/client/elements/pug-room.js"
const entryModule = "dist/client/element.js"

const element = readSource(elementFile)
const tokens = readSource(tokensFile)
const header = element.commentBefore(0)

const declaration = { name: className, module: elementModule }
const manifest = {
  schemaVersion: "2.1.0",
  modules: [
    {
      kind: "javascript-module",
      path: elementModule,
      declarations: [
        {
          kind: "class",
          customElement: true,
          name: className,
          tagName,
          description: proseOf(header),
          superclass: { name: "LitElement", package: "lit" },
          members: publicFields(),
          events: tagsOf(header, "fires"),
          cssParts: tagsOf(header, "csspart"),
          cssProperties: tagsOf(tokens.commentBefore(0), "cssprop").map((property) => ({
            ...property,
            default: new RegExp(`\\s${property.name}: (.*);`).exec(tokens.text)?.[1]
          }))
        }
      ],
      exports: [
        { kind: "js", name: className, declaration },
        { kind: "custom-element-definition", name: tagName, declaration }
      ]
    },
    { kind: "javascript-module", path: entryModule, exports: [{ kind: "js", name: className, declaration }] }
  ]
}

const [output = "dist/custom-elements.json"] = process.argv.slice(2)
writeFileSync(output, `${JSON.stringify(manifest, null, 2)}\n`)

interface Source {
  readonly text: string
  readonly body: ReadonlyArray<ESTree.Statement | ESTree.Directive>
  /** The text of the doc comment that stands at an offset, or ends right before it. Empty if there is none. */
  readonly commentBefore: (offset: number) => string
}

function readSource(file: string): Source {
  const text = readFileSync(file, "utf8")
  const { comments, program } = parseSync(file, text)
  return {
    text,
    body: program.body,
    commentBefore: (offset) =>
      comments
        .find(({ start, end }) => start === offset || (end <= offset && text.slice(end, offset).trim() === ""))
        ?.value.replaceAll(/^\s*\* ?/gm, "")
        .trim() ?? ""
  }
}

/** Fields that are declared for others: no state of its own, nothing internal. */
function publicFields(): ReadonlyArray<object> {
  const isState = (name: string): boolean => new RegExp(`\\b${name}: \\{ state: true`).test(element.text)
  return element.body
    .flatMap((statement) => (statement.type === "ExportNamedDeclaration" ? [statement.declaration] : []))
    .flatMap((found) => (found?.type === "ClassDeclaration" && found.id?.name === className ? found.body.body : []))
    .flatMap((member) => {
      if (member.type !== "PropertyDefinition" || !member.declare || member.key.type !== "Identifier") return []
      const { name } = member.key
      const comment = element.commentBefore(member.start)
      if (isState(name) || comment.startsWith("@internal")) return []
      const type = member.typeAnnotation?.typeAnnotation
      return [
        {
          kind: "field",
          name,
          description: comment,
          type: { text: type && element.text.slice(type.start, type.end) }
        }
      ]
    })
}

/** Lines such as `@fires {Type} name - What it means.` */
function tagsOf(comment: string, tag: string): ReadonlyArray<{ readonly name: string; readonly description: string }> {
  return [...comment.matchAll(new RegExp(`^@${tag} (?:\\{(.*)\\} )?(\\S+) - (.*)$`, "gm"))].map(
    ([, type, name = "", description = ""]) => ({ name, ...(type && { type: { text: type } }), description })
  )
}

/** What a comment says before its first tag. */
function proseOf(comment: string): string {
  return comment.replace(/^@[^]*/m, "").trim()
}
