using S3Kit.Routing;

namespace S3Kit.Tests.Routing;

public sealed class SelectionStrategyNamesTests
{
    [TestCase("roundrobin", EndpointSelectionStrategies.RoundRobin)]
    [TestCase("least-loaded", EndpointSelectionStrategies.LeastLoaded)]
    [TestCase("POWER_OF_TWO_CHOICES", EndpointSelectionStrategies.PowerOfTwoChoices)]
    [TestCase("random", null)]
    public void Find_NameHoweverWritten_GivesTheRegisteredOne(string given, string? registered)
    {
        Assert.That(new SelectionStrategyNames().Find(given), Is.EqualTo(registered));
    }

    [Test]
    public void Add_NameOfTheApp_IsFoundToo()
    {
        var names = new SelectionStrategyNames();
        names.Add("Nearest-First");

        Assert.That(names.Find("nearestfirst"), Is.EqualTo("Nearest-First"));
    }
}
