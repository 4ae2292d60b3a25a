# What Doxygen sees of a header: the comment that opens it as the file's, and a comment behind a declaration as that
# declaration's. So the headers need no other marks than `///`. No line is added or removed.
1,/^#pragma once/ {
  s|^// |/// |
  s|^#pragma once|/// @file|
}
# Declarations and enumerators stand at most four columns in, statements of functions mostly further.
s#^( {0,4}[^ /].*[;,{}]|  [a-z_0-9]+) +// (.*)#\1 ///< \2#
# The comment's further lines stand under its first.
s|^( {12,})// (.*)|\1///< \2|
s|^( *friend bool operator==.* = default;)$|\1 ///< Equal in every member.|
