/**
 * The page's entry: registers the elements that index.html uses.
 */
import "./elements/pug-app.ts"
