namespace S3Kit.Resilience;

/// <summary>What the end of an attempt says of the endpoint that it went to.</summary>
internal enum EndpointVerdict
{
    /// <summary>Nothing: it was ended from our side.</summary>
    None,

    /// <summary>The endpoint works.</summary>
    Success,

    /// <summary>The endpoint failed.</summary>
    Failure,
}
