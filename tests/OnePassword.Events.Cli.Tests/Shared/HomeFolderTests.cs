using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Shared;

public sealed class HomeFolderTests
{
    [TestCase("~", "/home/me")]
    [TestCase("~/out", "/home/me/out")]
    [TestCase("--output=~/out", "--output=/home/me/out")]
    [TestCase("--output=~", "--output=/home/me")]
    [TestCase("~me/out", "~me/out")]
    [TestCase("./~/out", "./~/out")]
    [TestCase("out/~", "out/~")]
    [TestCase("--output", "--output")]
    [TestCase("-", "-")]
    [TestCase("", "")]
    [Category("InProcess")]
    public void Tilde_at_the_start_of_an_argument_is_the_home_folder(string argument, string expanded) =>
        Assert.That(HomeFolder.ExpandArgument(argument, name => name == "HOME" ? "/home/me" : null), Is.EqualTo(expanded));

    [Test]
    public async Task Token_file_in_the_home_folder_is_found_without_a_shell()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Folder.Write("token", fixture.Server.Token);
        fixture.Runner.Environment["HOME"] = fixture.Folder.Path;

        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url, "--token-file=~/token"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }
}
