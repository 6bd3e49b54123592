using OnePassword.Events.Testing.Databases;

namespace OnePassword.Events.Cli.Tests;

/// <summary>Stops the shared PostgreSQL server after all tests.</summary>
[SetUpFixture]
public sealed class StopServer
{
    [OneTimeTearDown]
    public Task Stop() => PostgreSqlServer.StopSharedAsync();
}
