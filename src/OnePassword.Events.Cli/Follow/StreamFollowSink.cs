using OnePassword.Events.Cli.Export;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Standard output, at least once: what was written before a crash and not committed is written again after it.</summary>
internal sealed class StreamFollowSink(SharedOutput output, Action<IOException> gone) : IFollowSink
{
    public string Where => "standard output";

    public string? Open(EventsCheckpoint? checkpoint) => null;

    public async Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (IOException e)
        {
            // Whoever read it has gone, and does not come back.
            gone(e);
            throw;
        }
    }
}
