using System.Reflection;

namespace S3Kit.Routing;

/// <summary>What requests call themselves.</summary>
internal static class UserAgent
{
    public static string Value { get; } = "S3Kit/" + (typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");
}
