using System.Text;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.ObjectStorage;
using OnePassword.Events.Testing.Storage;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The output azure_blob, on Azurite.</summary>
[Category("InProcess")]
[RequiresAzurite]
public sealed class AzureBlobOutputTests
{
    [TestCase("account_key")]
    [TestCase("sas_token")]
    public async Task Follow_stores_each_event_once(string key)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var azurite = await Azurite.SharedAsync();
        var container = await azurite.CreateContainerAsync();
        var secret = key == "sas_token" ? Azurite.SharedAccessSignature() : Azurite.Key;
        for (var run = 0; run < 2; run++)
        {
            var result = await OnceAsync(follower, container, key, secret);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
        var names = await azurite.NamesAsync(container);
        using var client = new AzureBlobContainer(new()
        {
            Url = container,
            Credential = AzureBlobCredential.AccountKey(Azurite.Account, Azurite.Key),
        });
        foreach (var feed in CliFixture.AllFeeds)
        {
            var objects = EventsReader.Keys(names.Where(name => name.Contains($"/feed={CliFixture.Name(feed)}/", StringComparison.Ordinal)));
            var lines = new List<string>();
            foreach (var name in objects)
                lines.AddRange(EventsReader.Lines((await client.ReadAsync(name))!.Value.ToArray()).Select(Encoding.UTF8.GetString));
            Assert.That(lines, Is.EqualTo(follower.Served(feed)));
        }
    }

    [Test]
    public async Task Config_check_checks_the_container()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var container = await (await Azurite.SharedAsync()).CreateContainerAsync();
        follower.Folder.Write("token", follower.Server.Token);
        follower.Folder.Write("key", Azurite.Key);
        var config = follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state",
              "outputs": [{ "type": "azure_blob", "url": "{{container}}", "prefix": "1password/", "account_key": { "file": "key" } }]
            }
            """);
        var run = await CliRunner.RunAsync("config", "check", config);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Contain($"output  {container}/1password/; exactly once"));
        Assert.That(run.OutputText, Does.Contain("the storage supports conditional writes."));
    }

    [TestCase("account_key", "bm90IHRoZSBrZXk=", "Check the key account_key")]
    [TestCase("account_key", "not base64!", "S3CRET does not contain a valid account_key|the account_key from .* is not valid")]
    [TestCase("sas_token", "sv=2021-12-02&sig=bm8=", "Check the key sas_token")]
    public async Task Wrong_secret_is_one_line_that_names_the_key(string key, string secret, string remedy)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var container = await (await Azurite.SharedAsync()).CreateContainerAsync();
        var run = await OnceAsync(follower, container, key, secret);
        Assert.That(run.ExitCode, Is.EqualTo(secret.EndsWith('!') ? 2 : 6));
        Assert.That(run.Error, Does.Match($"(?m)^op-events: auditevents: .*({remedy})"));
    }

    [Test]
    public async Task Missing_container_is_reported()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var missing = new Uri((await Azurite.SharedAsync()).Address, $"/{Azurite.Account}/missing");
        var run = await OnceAsync(follower, missing, "account_key", Azurite.Key);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("'missing'").Or.Contain("/missing'").And.Contain("Create the container, or correct the key url."));
    }

    private static Task<CliResult> OnceAsync(FollowFixture follower, Uri container, string key, string secret)
    {
        follower.Environment["SECRET"] = secret;
        return follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--once", "--to", "azure_blob", "--set", $"url={container}",
            "--set", $"{key}.env=SECRET");
    }
}
