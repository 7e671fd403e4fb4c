namespace S3Kit.Tests.Configuration;

public sealed class S3KitOptionsTests
{
    [Test]
    public void AddS3Kit_NothingConfigured_GivesTheDocumentedDefaults()
    {
        var options = Configured.From();

        Assert.Multiple(() =>
        {
            Assert.That(options.MaxConcurrentRequests, Is.EqualTo(10));
            Assert.That(options.QueueSize, Is.EqualTo(100));
            Assert.That(options.QueueFullMode, Is.EqualTo(QueueFullMode.Wait));
            Assert.That(options.PriorityAgingInterval, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(options.MaxRetries, Is.EqualTo(3));
            Assert.That(options.InitialRetryDelay, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(options.BackoffFactor, Is.EqualTo(2));
            Assert.That(options.MaxRetryDelay, Is.EqualTo(TimeSpan.FromSeconds(20)));
            Assert.That(options.DefaultTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.AttemptTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(options.StallTimeout, Is.EqualTo(TimeSpan.FromSeconds(15)));
            Assert.That(options.EndpointSelectionStrategy, Is.EqualTo("RoundRobin"));
            Assert.That(options.CircuitBreaker.Threshold, Is.EqualTo(3));
            Assert.That(options.CircuitBreaker.Timeout, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(options.CircuitBreaker.Enabled, Is.True);
            Assert.That(options.CircuitBreaker.FailureRatio, Is.Null);
            Assert.That(options.CircuitBreaker.SamplingDuration, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.CircuitBreaker.MinimumThroughput, Is.EqualTo(10));
            Assert.That(options.TierHoldOff, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.Mock, Is.EqualTo(MockMode.Auto));
            Assert.That(options.Endpoints, Is.Empty);
        });
    }

    [Test]
    public void AddS3Kit_EndpointWithUrlAlone_GivesTheDocumentedDefaults()
    {
        var endpoint = Configured.From(("S3Kit:Endpoints:a:Url", "http://127.0.0.1:9000")).Endpoints["a"];

        Assert.Multiple(() =>
        {
            Assert.That(endpoint.Url, Is.EqualTo("http://127.0.0.1:9000"));
            Assert.That(endpoint.AccessKey, Is.Null);
            Assert.That(endpoint.SecretKey, Is.Null);
            Assert.That(endpoint.SessionToken, Is.Null);
            Assert.That(endpoint.Credentials, Is.EqualTo(CredentialsSource.Auto));
            Assert.That(endpoint.Region, Is.Null);
            Assert.That(endpoint.Pool, Is.EqualTo("default"));
            Assert.That(endpoint.Tier, Is.Zero);
            Assert.That(endpoint.Weight, Is.EqualTo(1));
            Assert.That(endpoint.MaxConcurrentRequests, Is.EqualTo(5));
            Assert.That(endpoint.MaxRetries, Is.EqualTo(2));
            Assert.That(endpoint.CircuitBreaker, Is.Null);
            Assert.That(endpoint.AddressingStyle, Is.EqualTo(AddressingStyle.Auto));
            Assert.That(endpoint.PublicUrl, Is.Null);
            Assert.That(endpoint.HealthProbe.Mode, Is.EqualTo(HealthProbeMode.WhenUnhealthy));
            Assert.That(endpoint.HealthProbe.Path, Is.Null);
            Assert.That(endpoint.HealthProbe.Interval, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(endpoint.HealthProbe.Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        });
    }
}
