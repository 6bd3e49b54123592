using System.Globalization;

namespace OnePassword.Events.Emulator.Recorded;

/// <summary>What of a recording is not served as it is, a sentence each. Of very many, only the first are kept.</summary>
internal sealed class ReplayNotes
{
    private const int Max = 20;

    private readonly List<string> _first = [];
    private int _count;

    public IReadOnlyList<string> Sentences => _count <= Max
        ? _first
        : [.. _first, string.Create(CultureInfo.InvariantCulture, $"{_count - Max} more lines have such problems.")];

    public void Add(string sentence)
    {
        if (++_count <= Max)
            _first.Add(sentence);
    }
}
