using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>The column of an attribute, which can be in objects and lists.</summary>
internal sealed class NestedColumn<T>(DataField field, IReadOnlyList<OcsfColumn> path, NestedColumn<T>.TryRead read) : LeafColumn
    where T : struct
{
    public delegate bool TryRead(JsonElement json, out T value);

    public override Task WriteAsync(
        ParquetRowGroupWriter writer, IReadOnlyList<JsonElement> events, CancellationToken cancellationToken)
    {
        var data = new ColumnData<T>();
        foreach (var one in events)
            AddMember(data, one, depth: 0, definition: 0, repetition: 0);
        return data.WriteAsync(writer, field, cancellationToken);
    }

    private void AddMember(ColumnData<T> data, JsonElement parent, int depth, int definition, int repetition)
    {
        var column = path[depth];
        if (!parent.TryGetProperty(column.Name, out var value) || (column.IsList && value.ValueKind != JsonValueKind.Array))
            data.AddMissing(definition, repetition);
        else if (!column.IsList)
            AddValue(data, value, depth, definition, repetition);
        else if (value.GetArrayLength() == 0)
            data.AddMissing(definition + 1, repetition);
        else
        {
            foreach (var item in value.EnumerateArray())
            {
                AddValue(data, item, depth, definition + 2, repetition); // The list exists, and an item.
                repetition = ListsTo(depth);
            }
        }
    }

    private void AddValue(ColumnData<T> data, JsonElement json, int depth, int definition, int repetition)
    {
        if (depth < path.Count - 1 && json.ValueKind == JsonValueKind.Object)
            AddMember(data, json, depth + 1, definition + 1, repetition);
        else if (depth == path.Count - 1 && read(json, out var value))
            data.Add(value, definition + 1, repetition);
        else
            data.AddMissing(definition, repetition);
    }

    private int ListsTo(int depth) => path.Take(depth + 1).Count(column => column.IsList);
}
