using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecUpdate;

/// <summary>
/// The text of a file of ours, changed line by line, so that all that is not changed stays byte for byte as it was: comments,
/// blank lines, folded sentences. The lines that it is told of are those of the text as it was read.
/// </summary>
internal sealed class SpecText(string text)
{
    private readonly string[] _lines = text.Split('\n');
    private readonly Dictionary<int, List<string>> _after = [];
    private readonly HashSet<int> _without = [];

    /// <summary>Adds lines below all that belongs to a key.</summary>
    public void Append(YamlNode key, IEnumerable<string> lines, int indent) => Insert(LastLine(key), lines, indent);

    /// <summary>Adds lines right below the line of a key, before all that it holds.</summary>
    public void Prepend(YamlNode key, IEnumerable<string> lines, int indent) => Insert((int)key.Start.Line, lines, indent);

    /// <summary>Takes a key away, with all that belongs to it.</summary>
    public void Remove(YamlNode key)
    {
        for (var line = (int)key.Start.Line; line <= LastLine(key); line++)
            _without.Add(line);
    }

    /// <summary>The first column of what a block mapping or list holds, from 0.</summary>
    public static int IndentOf(YamlNode block) => (int)block.Start.Column - 1;

    public override string ToString() => string.Join('\n', Lines());

    private IEnumerable<string> Lines()
    {
        for (var line = 1; line <= _lines.Length; line++)
        {
            if (!_without.Contains(line))
                yield return _lines[line - 1];
            foreach (var added in _after.GetValueOrDefault(line, []))
                yield return added;
        }
    }

    private void Insert(int line, IEnumerable<string> lines, int indent)
    {
        if (!_after.TryGetValue(line, out var added))
            _after[line] = added = [];
        added.AddRange(lines.Select(one => one.Length == 0 ? one : new string(' ', indent) + one));
    }

    // All below a key that is indented deeper belongs to it; a blank line or a comment at its end belongs to what follows.
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
