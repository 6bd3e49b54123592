using OnePassword.Events.Testing.Databases;
using OnePassword.Events.Testing.Storage;

namespace OnePassword.Events.Cli.Tests;

/// <summary>Stops the servers that the tests share, after all tests.</summary>
[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await PostgreSqlServer.StopSharedAsync();
        await Azurite.StopSharedAsync();
    }
}
