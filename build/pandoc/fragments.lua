-- Reads many pieces of Markdown in one pandoc process.
-- In: a JSON list of {"format": ..., "text": ...}. Out: a document with one Div for each, in order.
-- Each piece is read on its own and without access to files, so that none can reach into another.

function Reader(input, options)
  local pieces = pandoc.json.decode(tostring(input), false)
  local blocks = pandoc.Blocks {}
  for _, piece in ipairs(pieces) do
    local document = pandoc.read(piece.text, piece.format, options, {})
    blocks:insert(pandoc.Div(document.blocks))
  end
  return pandoc.Pandoc(blocks)
end
