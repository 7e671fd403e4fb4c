namespace S3Kit.Configuration;

/// <summary>An endpoint that code adds, or changes what the configuration says of it.</summary>
internal sealed record EndpointAddition(string Name, Action<EndpointOptions> Configure);
