using System.Collections.Immutable;

namespace S3Kit.Embedded;

/// <summary>The fault rules of a store. They may change while requests run; a request keeps those it met on arrival.</summary>
internal sealed class EmbeddedFaults
{
    private ImmutableArray<EmbeddedFaultRule> _rules = [];

    /// <summary>Adds a rule. Several rules may befall one request; they do so in the order they were added.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The rule, to ask how often it fired or to remove it.</returns>
    public EmbeddedFaultRule Add(EmbeddedFaultRule rule)
    {
        ImmutableInterlocked.Update(ref _rules, static (rules, added) => rules.Add(added), rule);
        return rule;
    }

    public void Remove(EmbeddedFaultRule rule) => ImmutableInterlocked.Update(ref _rules, static (rules, removed) => rules.Remove(removed), rule);

    public void Clear() => ImmutableInterlocked.Update(ref _rules, static _ => []);

    /// <summary>The faults that befall a request.</summary>
    internal FaultPlan PlanFor(in EmbeddedTarget target, EmbeddedOperation operation)
    {
        var rules = _rules;
        if (rules.IsEmpty)
        {
            return FaultPlan.None;
        }

        List<EmbeddedFault>? faults = null;
        foreach (var rule in rules)
        {
            if (rule.Fires(target.Host, operation, target.Bucket, target.Key))
            {
                (faults ??= []).Add(rule.Fault);
            }
        }

        return faults is null ? FaultPlan.None : new FaultPlan(faults);
    }

    /// <summary>The error one key of a multi-delete meets; null when it meets none.</summary>
    internal EmbeddedS3Exception? ForKey(in EmbeddedTarget target, string key)
    {
        foreach (var rule in _rules)
        {
            if (rule.NamesKeys
                && rule.Operation == EmbeddedOperation.DeleteObjects
                && rule.Fault.Error is { } error
                && rule.Fires(target.Host, EmbeddedOperation.DeleteObjects, target.Bucket, key))
            {
                return error;
            }
        }

        return null;
    }
}
