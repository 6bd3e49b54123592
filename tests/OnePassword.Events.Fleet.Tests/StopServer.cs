namespace OnePassword.Events.Fleet.Tests;

/// <summary>Stops the shared server after all tests.</summary>
[SetUpFixture]
public sealed class StopServer
{
    [OneTimeTearDown]
    public Task Stop() => PostgreSqlServer.StopSharedAsync();
}
