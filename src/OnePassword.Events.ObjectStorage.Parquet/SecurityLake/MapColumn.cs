using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>
/// The keys or the values of a map: the members of an object. A value that is not a text is the text of its JSON.
/// </summary>
internal sealed class MapColumn(DataField field, string name, bool isKey) : LeafColumn
{
    private const int EntryLevel = 2; // The map exists, and an entry.

    public override Task WriteAsync(
        ParquetRowGroupWriter writer, IReadOnlyList<JsonElement> events, CancellationToken cancellationToken)
    {
        var data = new ColumnData<ReadOnlyMemory<char>>();
        foreach (var one in events)
        {
            if (!one.TryGetProperty(name, out var map)) // The mapping writes it only with members.
                data.AddMissing(definition: 0, repetition: 0);
            else
            {
                foreach (var (index, member) in map.EnumerateObject().Index())
                    Add(data, member, repetition: index == 0 ? 0 : 1);
            }
        }
        return data.WriteAsync(writer, field, cancellationToken);
    }

    private void Add(ColumnData<ReadOnlyMemory<char>> data, JsonProperty member, int repetition)
    {
        if (isKey)
            data.Add(member.Name.AsMemory(), EntryLevel, repetition);
        else if (member.Value.ValueKind == JsonValueKind.Null)
            data.AddMissing(EntryLevel, repetition);
        else if (OcsfValue.TryText(member.Value, out var text) || OcsfValue.TryJson(member.Value, out text))
            data.Add(text, EntryLevel + 1, repetition);
    }
}
