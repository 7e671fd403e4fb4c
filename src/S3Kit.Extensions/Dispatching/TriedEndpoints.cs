using S3Kit.Routing;

namespace S3Kit.Dispatching;

/// <summary>Which endpoints a request was sent to, and how often. The first is kept without an allocation: most requests need no second.</summary>
internal struct TriedEndpoints
{
    private StorageEndpoint? _first;
    private int _firstCount;
    private List<StorageEndpoint>? _others;

    public void Add(StorageEndpoint endpoint)
    {
        if (_first is null || ReferenceEquals(_first, endpoint))
        {
            _first = endpoint;
            _firstCount++;
        }
        else
        {
            (_others ??= []).Add(endpoint);
        }
    }

    public readonly int Count(StorageEndpoint endpoint)
    {
        if (_first is null)
        {
            return 0;
        }

        if (ReferenceEquals(_first, endpoint))
        {
            return _firstCount;
        }

        int count = 0;
        if (_others is not null)
        {
            foreach (StorageEndpoint other in _others)
            {
                count += ReferenceEquals(other, endpoint) ? 1 : 0;
            }
        }

        return count;
    }
}
