using System.Globalization;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Output;

/// <summary>
/// The acknowledgements of the program that reads standard output. Each is a line with the number of lines that it has stored
/// since the start, so that pages of several feeds need no borders.
/// </summary>
internal sealed class Acknowledgements
{
    private const string Consequence = "Events that are not acknowledged are delivered again after the next start.";
    private const NumberStyles Digits = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private readonly Lock _lock = new();
    private readonly List<(long Lines, TaskCompletionSource Stored)> _pages = [];
    private CliException? _failure;
    private long _written;
    private long _stored;
    private long _number;

    private Acknowledgements()
    {
    }

    /// <summary>Starts to read. Reading blocks a thread of its own, which does not keep the process alive.</summary>
    /// <param name="open">Opens the source, which may wait for the reader of standard output.</param>
    /// <param name="onFailed">Called when the acknowledgements end or are invalid.</param>
    public static Acknowledgements Start(Func<TextReader> open, Action<CliException> onFailed)
    {
        var acknowledgements = new Acknowledgements();
        new Thread(() => onFailed(acknowledgements.Read(open))) { IsBackground = true, Name = "--ack" }.Start();
        return acknowledgements;
    }

    /// <summary>
    /// Expects the acknowledgement of lines that are written next. A reader can acknowledge them before the write returns.
    /// </summary>
    /// <returns>A task that ends when they are stored, and fails when the acknowledgements end or are invalid.</returns>
    public Task ExpectAsync(ReadOnlySpan<byte> lines)
    {
        lock (_lock)
        {
            _written += lines.Count((byte)'\n');
            if (_failure is not null)
                return Task.FromException(_failure);
            if (_stored == _written)
                return Task.CompletedTask;
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _pages.Add((_written, stored));
            return stored.Task;
        }
    }

    // Reads until a failure, which it returns.
    private CliException Read(Func<TextReader> open)
    {
        try
        {
            using var reader = open();
            while (reader.ReadLine() is { } line)
            {
                if (Accept(line) is { } problem)
                    return Fail(problem);
            }
            return Fail($"the consumer closed the acknowledgements after {Format.Number(_stored)} of {Lines(_written)}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    /// <returns>Why the acknowledgement is invalid; otherwise null.</returns>
    private string? Accept(string line)
    {
        lock (_lock)
        {
            var title = $"acknowledgement {Format.Number(++_number)} is";
            if (!long.TryParse(line, Digits, CultureInfo.InvariantCulture, out var stored))
                return $"{title} {SafeText.Quote(line)}, which is not a number of lines.";
            if (stored > _written)
                return $"{title} {Format.Number(stored)}, but {Lines(_written)} were written.";
            if (stored < _stored)
                return $"{title} {Format.Number(stored)}, after {Format.Number(_stored)}. Count all lines since the start.";
            _stored = stored;
            foreach (var page in _pages.Where(page => page.Lines <= stored))
                page.Stored.SetResult();
            _pages.RemoveAll(page => page.Lines <= stored);
            return null;
        }
    }

    private CliException Fail(string problem)
    {
        lock (_lock)
        {
            _failure = new CliException(ExitCode.Output, $"--ack: {problem} {Consequence}");
            foreach (var page in _pages)
                page.Stored.SetException(_failure);
            _pages.Clear();
            return _failure;
        }
    }

    private static string Lines(long number) => Format.Count(number, "line");
}
