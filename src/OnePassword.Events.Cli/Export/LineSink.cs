using System.Buffers;
using System.Text;

namespace OnePassword.Events.Cli.Export;

/// <summary>Takes the pages of one feed and writes their events as lines.</summary>
internal abstract class LineSink(string? envelopeFeed) : IAsyncDisposable
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 20);
    private readonly byte[] _opening = Encoding.UTF8.GetBytes($$"""{"feed":"{{envelopeFeed}}","event":""");

    /// <summary>Where the lines are, for the summary.</summary>
    public abstract string Where { get; }

    /// <summary>Where they are while the export is not complete.</summary>
    public virtual string WherePartial => Where;

    public ValueTask WriteAsync(RawEventPage page, CancellationToken cancellationToken)
    {
        _lines.ResetWrittenCount();
        foreach (var @event in page.Events)
        {
            if (envelopeFeed is null)
                @event.WriteLine(_lines);
            else
                WriteEnvelope(@event);
        }
        return WriteAsync(_lines.WrittenMemory, cancellationToken);
    }

    /// <summary>All events are written: makes the output whole.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    private void WriteEnvelope(RawEvent @event)
    {
        _lines.Write(_opening);
        @event.Write(_lines);
        _lines.Write("}\n"u8);
    }
}
