using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class OptionNamesTests
{
    [TestCase("MaxRetry", "MaxRetries")]
    [TestCase("maxretries", "MaxRetries")]
    [TestCase("queue-size", "QueueSize")]
    [TestCase("Qeue", null)]
    [TestCase("Something", null)]
    [TestCase("Q", null)]
    public void Nearest_Misspelling_FindsWhatIsNearEnough(string given, string? expected)
    {
        Assert.That(OptionNames.Nearest(given, ["MaxRetries", "QueueSize", "Mock"]), Is.EqualTo(expected));
    }

    [Test]
    public void Nearest_TwoAsNear_TakesTheFirstByName()
    {
        Assert.That(OptionNames.Nearest("Abd", ["Abz", "Abc"]), Is.EqualTo("Abc"));
    }
}
