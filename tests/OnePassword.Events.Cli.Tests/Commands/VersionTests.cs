using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

public sealed class VersionTests
{
    [TestCase("1.2.3+0123456789abcdef0123456789abcdef01234567", "1.2.3 (commit 0123456789ab)")]
    [TestCase("1.2.3-rc.1+01234", "1.2.3-rc.1 (commit 01234)")]
    [TestCase("1.2.3", "1.2.3")]
    [Category("InProcess")]
    public void Version_has_the_commit_if_the_build_knows_it(string informationalVersion, string expected) =>
        Assert.That(VersionAction.Describe(informationalVersion), Is.EqualTo(expected));

    [Test]
    public async Task Version_option_prints_one_line()
    {
        var run = await CliRunner.RunAsync("--version");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutputText, Does.Match(@"\A[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?( \(commit [0-9a-f]{1,12}\))?\n\z"));
    }
}
