using System.IO.Compression;
using System.Text;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A folder for the output of one feed, and a clock.</summary>
internal sealed class RotatingFilesFixture : IDisposable
{
    public const string Base = "auditevents";

    public TemporaryFolder Folder { get; } = new();

    public FakeTimeProvider Clock { get; } = new(CliFixture.Now);

    public OutputOptions Options { get; set; } = new();

    /// <summary>All lines, in the order of the file names.</summary>
    public string Content => string.Concat(Folder.Files.Where(file => OutputFileName.Parse(file)?.Base == Base).Select(ReadText));

    public static string Name(int number, bool gzip = false) => new OutputFileName(Base, number, gzip).ToString();

    /// <summary>The name while the file is open.</summary>
    public static string OpenName(int number, bool gzip = false) => Name(number, gzip) + ".open";

    /// <summary>The messages about existing bytes.</summary>
    public StringWriter Reports { get; } = new();

    public FailingDisk Disk { get; } = new();

    public RotatingFiles Open(OutputPosition? committed, (string File, long From)? lastAttempt = null) =>
        RotatingFiles.Open(In(Folder.Path), Base, Options, committed, lastAttempt);

    /// <summary>Finishes files when all pages are committed. Returns the saved position; null for none.</summary>
    public async Task<OutputPosition?> FinishAsync(RotatingFiles files, bool endsRun = false)
    {
        OutputPosition? saved = null;
        await files.FinishAsync(
            state =>
            {
                saved = OutputPosition.Parse(state);
                return Task.CompletedTask;
            },
            endsRun);
        return saved;
    }

    /// <summary>Returns an output folder, with another clock if there is one.</summary>
    public OutputFolder In(string folder, TimeProvider? clock = null) =>
        new(
            folder, groupReadable: false,
            new CliContext(Stream.Null, Reports, TextReader.Null, _ => null, clock ?? Clock) { Disk = Disk })
        {
            Source = new MessageSource(Account: null, Base),
        };

    /// <summary>Returns the message of the failure to open the output.</summary>
    public string RejectionOf(OutputPosition? committed)
    {
        var failure = Assert.Throws<CliException>(() => Open(committed));
        Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.Output));
        Assert.That(failure.Message, Does.Not.Contain("\n"));
        return failure.Message;
    }

    /// <summary>The content of all files.</summary>
    public Dictionary<string, byte[]> Snapshot() => Folder.Files.ToDictionary(file => file, Folder.Read, StringComparer.Ordinal);

    public void Dispose()
    {
        Folder.Dispose();
        Reports.Dispose();
    }

    private string ReadText(string file)
    {
        if (OutputFileName.Parse(file) is { Gzip: false })
            return Folder.ReadText(file);
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Folder.Read(file)), CompressionMode.Decompress))
            gzip.CopyTo(lines);
        return Encoding.UTF8.GetString(lines.ToArray());
    }
}
