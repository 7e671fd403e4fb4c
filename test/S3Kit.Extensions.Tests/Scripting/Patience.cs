namespace S3Kit.Tests.Scripting;

/// <summary>How long a test waits for what should happen at once, so that one that never does fails the test instead of holding it up.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);
}
