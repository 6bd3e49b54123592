using System.Net;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Nodes;

/// <summary>The address of a node.</summary>
public sealed class NodeAddressTests
{
    [TestCase("10.0.0.5", "10.0.0.5")]
    [TestCase("fd00::5", "fd00::5")]
    [TestCase("127.0.0.0/8", "127.0.0.1")]
    public void Address_is_given_or_that_of_this_machine_in_a_network(string text, string address) =>
        Assert.That(NodeAddress.TryParse(text), Is.EqualTo(IPAddress.Parse(address)));

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("localhost")]
    [TestCase("203.0.113.0/24")]
    public void Text_without_an_address_of_this_machine_is_rejected(string text) =>
        Assert.That(NodeAddress.TryParse(text), Is.Null);
}
