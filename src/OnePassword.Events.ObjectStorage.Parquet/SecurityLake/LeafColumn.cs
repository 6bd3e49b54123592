using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>A column of Parquet: values of one type, without those that are missing.</summary>
internal abstract class LeafColumn
{
    public abstract Task WriteAsync(
        ParquetRowGroupWriter writer, IReadOnlyList<JsonElement> events, CancellationToken cancellationToken);

    /// <summary>Returns the columns of attributes, in the order of the data fields of their schema.</summary>
    public static IEnumerable<LeafColumn> Of(IReadOnlyList<OcsfColumn> columns, ParquetSchema schema) =>
        Leaves(columns, []).Zip(schema.DataFields, (create, field) => create(field));

    private static IEnumerable<Func<DataField, LeafColumn>> Leaves(IReadOnlyList<OcsfColumn> columns, OcsfColumn[] parents) =>
        columns.SelectMany(column => Leaves(column, [.. parents, column]));

    private static IEnumerable<Func<DataField, LeafColumn>> Leaves(OcsfColumn column, OcsfColumn[] path) => column.Type switch
    {
        OcsfType.Object => Leaves(column.Members, path),
        OcsfType.Map =>
            [field => new MapColumn(field, column.Name, isKey: true), field => new MapColumn(field, column.Name, isKey: false)],
        OcsfType.Integer => [field => new NestedColumn<int>(field, path, OcsfValue.TryInteger)],
        OcsfType.Long => [field => new NestedColumn<long>(field, path, OcsfValue.TryLong)],
        OcsfType.Float => [field => new NestedColumn<double>(field, path, OcsfValue.TryFloat)],
        OcsfType.Boolean => [field => new NestedColumn<bool>(field, path, OcsfValue.TryBoolean)],
        OcsfType.Json => [field => new NestedColumn<ReadOnlyMemory<char>>(field, path, OcsfValue.TryJson)],
        _ => [field => new NestedColumn<ReadOnlyMemory<char>>(field, path, OcsfValue.TryText)],
    };
}
