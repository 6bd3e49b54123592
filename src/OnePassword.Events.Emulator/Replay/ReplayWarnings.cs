using System.Globalization;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>Problems of a recording, a sentence each. It keeps the first 20 and counts the others.</summary>
internal sealed class ReplayWarnings
{
    private const int Max = 20;

    private readonly List<string> _first = [];
    private int _count;

    public IReadOnlyList<string> Sentences => _count <= Max
        ? _first
        : [.. _first, string.Create(CultureInfo.InvariantCulture, $"{_count - Max} more lines have problems.")];

    public void Add(string sentence)
    {
        if (++_count <= Max)
            _first.Add(sentence);
    }
}
