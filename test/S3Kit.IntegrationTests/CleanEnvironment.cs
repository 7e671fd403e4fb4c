namespace S3Kit.IntegrationTests;

/// <summary>Takes away what would add an endpoint of its own to every host that the tests build.</summary>
[SetUpFixture]
public sealed class CleanEnvironment
{
    [OneTimeSetUp]
    public void RemoveS3Variables()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsS3Setting).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static bool IsS3Setting(string name) =>
        name.StartsWith("S3_", StringComparison.Ordinal) || name.StartsWith("S3Kit__", StringComparison.OrdinalIgnoreCase);
}
