using System.Collections.Concurrent;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The program that reads standard output: it counts lines. Tests acknowledge them.</summary>
internal sealed class Consumer : MemoryStream
{
    private readonly BlockingCollection<string?> _acknowledgements = [];
    private long _lines;

    public Consumer() => Reader = new Acknowledgements(_acknowledgements);

    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>The acknowledgements.</summary>
    public TextReader Reader { get; }

    public void Acknowledge(object lines) => _acknowledgements.Add($"{lines}");

    /// <summary>Closes the acknowledgements.</summary>
    public void Close(object? _ = null) => _acknowledgements.Add(null);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _lines, buffer.Span.Count((byte)'\n'));
        return ValueTask.CompletedTask;
    }

    private sealed class Acknowledgements(BlockingCollection<string?> lines) : TextReader
    {
        public override string? ReadLine() => lines.Take();
    }
}
