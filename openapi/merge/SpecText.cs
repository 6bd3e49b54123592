using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>
/// The text of one of our files. Lines are only added, so that all others stay as they are: comments, blank lines, folded text.
/// </summary>
internal sealed class SpecText(string text)
{
    private readonly string[] _lines = text.Split('\n');
    private readonly Dictionary<int, List<string>> _added = [];

    /// <summary>Adds lines after everything that belongs to a key.</summary>
    public void Append(YamlNode key, IEnumerable<string> lines, int indent)
    {
        var last = LastLine(key);
        if (!_added.TryGetValue(last, out var added))
            _added[last] = added = [];
        added.AddRange(lines.Select(line => line.Length == 0 ? line : new string(' ', indent) + line));
    }

    /// <summary>Returns the number of spaces before a block mapping or list, or before a key.</summary>
    public static int IndentOf(YamlNode block) => (int)block.Start.Column - 1;

    public override string ToString() =>
        string.Join('\n', _lines.SelectMany((line, index) => _added.GetValueOrDefault(index + 1, []).Prepend(line)));

    // Deeper lines belong to the key. Blank lines and comments at the end belong to what follows.
    private int LastLine(YamlNode key)
    {
        var last = (int)key.Start.Line;
        for (var line = last + 1; line <= _lines.Length; line++)
        {
            var content = _lines[line - 1].TrimStart(' ');
            if (content.Length == 0 || content[0] == '#')
                continue;
            if (_lines[line - 1].Length - content.Length < key.Start.Column)
                break;
            last = line;
        }
        return last;
    }
}
