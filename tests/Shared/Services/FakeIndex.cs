using System.Globalization;

namespace OnePassword.Events.Testing.Services;

/// <summary>A data stream with its backing indices, or a plain index.</summary>
internal sealed class FakeIndex(string name, bool isDataStream, string? template)
{
    private readonly List<Dictionary<string, FakeDocument>> _backing = [new(StringComparer.Ordinal)];
    private readonly HashSet<FakeDocument> _visible = [];

    public string Name => name;

    public bool IsDataStream => isDataStream;

    /// <summary>The template that created it.</summary>
    public string? Template => template;

    /// <summary>The name of the index that new documents are written to.</summary>
    public string WriteIndex => isDataStream
        ? string.Create(CultureInfo.InvariantCulture, $".ds-{name}-2026.01.31-{_backing.Count:D6}")
        : name;

    /// <summary>All documents, including those that no search finds yet.</summary>
    public IEnumerable<FakeDocument> Documents => _backing.SelectMany(index => index.Values);

    /// <summary>The documents that a search finds.</summary>
    public IEnumerable<FakeDocument> Visible() => Documents.Where(_visible.Contains);

    public void Refresh() => _visible.UnionWith(Documents);

    public void Rollover() => _backing.Add(new(StringComparer.Ordinal));

    /// <summary>Stores a document; false if the write index has its id.</summary>
    public bool TryCreate(FakeDocument document) => _backing[^1].TryAdd(document.Id, document);
}
