using System.Reflection;

namespace S3Kit.IntegrationTests;

/// <summary>The list itself, which needs no server: a gap of a test that was renamed would excuse nothing and say nothing.</summary>
public sealed class KnownGapsTests
{
    private static readonly Type[] Fixtures = typeof(KnownGapsTests).Assembly.GetTypes();

    [Test]
    public void Gaps_OfEveryServer_NameTestsThatExist()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (server, gap) in KnownGaps.All)
            {
                Assert.That(Exists(gap.Test), Is.True, $"{server}: {gap.Test}");
            }
        }
    }

    [Test]
    public void Gaps_OfOneServer_AreNamedOnce() =>
        Assert.That(KnownGaps.All.Select(entry => (entry.Server, entry.Gap.Test)), Is.Unique);

    private static bool Exists(string test)
    {
        if (string.Equals(test, NeedsGatewayControlAttribute.Category, StringComparison.Ordinal))
        {
            return true;
        }

        var names = test.Split('(')[0].Split('.');
        var fixture = Fixtures.SingleOrDefault(type => string.Equals(type.Name, names[0], StringComparison.Ordinal));
        return fixture is not null && (names.Length == 1 || fixture.GetMethods().Any(method => Runs(method, names[1])));
    }

    private static bool Runs(MethodInfo method, string name) =>
        string.Equals(method.Name, name, StringComparison.Ordinal)
        || method.GetCustomAttributes<TestCaseAttribute>().Any(testCase => string.Equals(testCase.TestName, name, StringComparison.Ordinal));
}
