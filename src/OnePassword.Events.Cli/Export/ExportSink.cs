using System.Text;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>Takes the pages of one feed and writes their events as lines.</summary>
internal abstract class ExportSink(string? envelopeFeed) : IAsyncDisposable
{
    private readonly EventLineWriter _lines = new();
    private readonly byte[] _opening = envelopeFeed is null ? [] : Encoding.UTF8.GetBytes($$"""{"feed":"{{envelopeFeed}}","event":""");

    /// <summary>Where the lines are, for the summary.</summary>
    public abstract string Where { get; }

    /// <summary>Where they are while the export is not complete; null while there is nothing.</summary>
    public virtual string? WherePartial => Where;

    public ValueTask WriteAsync(RawEventPage page, CancellationToken cancellationToken) =>
        WriteAsync(_lines.Write(page.Events, _opening), cancellationToken);

    /// <summary>Whether another export can go on with what is kept.</summary>
    public virtual bool CanGoOn => false;

    /// <summary>What is written so far is complete up to a position, with so many pages and events.</summary>
    public virtual ValueTask ReachAsync(ReadPosition position, FeedProgress.Snapshot progress, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The export ends early: keeps the last position, so that another can go on from it.</summary>
    public virtual void Keep()
    {
        // Nothing is kept of an output that nobody can go on with.
    }

    /// <summary>All events are written: makes the output whole.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);
}
