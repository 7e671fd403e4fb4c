using Polly;

namespace S3Kit.DependencyInjection;

/// <summary>What code adds to the pipeline of an endpoint.</summary>
internal sealed record ResilienceAddition(string Endpoint, Action<ResiliencePipelineBuilder> Configure);
