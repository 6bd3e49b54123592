using System.Text;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>What a run of the tool left behind.</summary>
internal sealed record CliResult(int ExitCode, byte[] Output, string Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string[] ErrorLines => Error.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same after lines of talk.</summary>
    public void FailedWithAfterTalk(int exitCode, params string[] says) =>
        (this with { Error = ErrorLines[^1] }).FailedWith(exitCode, says);

    /// <summary>The run ended as a failure that is told in one line.</summary>
    public void FailedWith(int exitCode, params string[] says)
    {
        Assert.That((ExitCode, OutputText), Is.EqualTo((exitCode, "")), Error);
        Assert.That(ErrorLines, Has.Exactly(1).Items, Error);
        Assert.That(Error, Does.StartWith("op-events: "));
        foreach (var said in says)
            Assert.That(Error, Does.Contain(said));
    }
}
