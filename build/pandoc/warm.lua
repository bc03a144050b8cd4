-- Reads and writes for as long as it is asked: what a pandoc process does, without its start.
-- In: the length of an order on a line, and so many bytes of JSON. Out: "+" or "-" and the length of
-- the answer on a line, and so many bytes; "-" stands before what went wrong.
-- {"do": "read", "pieces": [{"format": ..., "text": ...}]}: a document with one Div for each, as JSON.
-- {"do": "write", "tree": a document as JSON, "math": ...}: its body as HTML.
-- Each order is done on its own and without access to files, so that none can reach into another.

local function read(order)
  local blocks = pandoc.Blocks {}
  for _, piece in ipairs(order.pieces) do
    blocks:insert(pandoc.Div(pandoc.read(piece.text, piece.format, nil, {}).blocks))
  end
  return pandoc.write(pandoc.Pandoc(blocks), "json")
end

local function write(order)
  local options = { section_divs = true, wrap_text = "none", html_math_method = order.math }
  return pandoc.write(pandoc.read(order.tree, "json", nil, {}), "html5", pandoc.WriterOptions(options))
end

local doers = { read = read, write = write }
io.stdout:setvbuf("full")
for head in io.lines() do
  local order = pandoc.json.decode(io.read(tonumber(head)), false)
  local done, answer = pcall(doers[order["do"]], order)
  answer = tostring(answer)
  io.write(done and "+" or "-", #answer, "\n", answer)
  io.flush()
end
