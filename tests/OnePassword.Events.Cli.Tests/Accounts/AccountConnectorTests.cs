using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Accounts;

[Category("InProcess")]
public sealed class AccountConnectorTests
{
    [Test]
    [Description("Regression: an export failed in the middle when its token file was deleted.")]
    public async Task Client_of_one_command_keeps_its_token_after_the_token_file_is_deleted()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Folder.Write("token", fixture.Server.Token);
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, fixture.Runner.Clock);
        var token = AccountToken.From(new SecretSource.FromFile(fixture.Folder["token"]), cli);
        var account = new Account(Name: null, token, EventsRegion.At(fixture.Server.BaseAddress), IsV1: false, Feeds: []);
        using var connector = new AccountConnector(cli);
        using var client = await connector.ConnectAsync(account, CancellationToken.None);
        File.Delete(fixture.Folder["token"]);

        var feeds = await client.SelectFeedsAsync(CancellationToken.None);

        Assert.That(feeds.Readable.Select(feed => feed.Name), Is.EquivalentTo(FeedNames.All));
    }
}
