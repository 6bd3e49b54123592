using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>
/// The values of a column, and the levels of Dremel, by which readers restore objects, lists and missing values.
/// </summary>
internal sealed class ColumnData<T>
    where T : struct
{
    private readonly List<T> _values = [];
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="definition">The number of objects, lists and values on its path that exist.</param>
    /// <param name="repetition">The number of lists on its path whose item is the same as that of the value before.</param>
    public void Add(T value, int definition, int repetition)
    {
        _values.Add(value);
        AddMissing(definition, repetition);
    }

    /// <summary>Adds a missing value.</summary>
    public void AddMissing(int definition, int repetition)
    {
        _definitions.Add(definition);
        _repetitions.Add(repetition);
    }

    public async Task WriteAsync(ParquetRowGroupWriter writer, DataField field, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<int>? repetitions = field.MaxRepetitionLevel > 0 ? _repetitions.ToArray() : null;
        await writer.WriteAllPartsAsync<T>(field, _values.ToArray(), _definitions.ToArray(), repetitions, cancellationToken)
            .ConfigureAwait(false);
    }
}
