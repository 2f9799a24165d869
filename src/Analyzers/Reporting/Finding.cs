using System.Collections.Generic;
using System.Collections.Immutable;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Reporting;

/// <summary>One defect found: the rule, the place, the evidence in words and in places, and what a fix needs to know.</summary>
internal sealed class Finding
{
    public Finding(DiagnosticDescriptor rule, Location location, params object[] arguments)
    {
        Rule = rule;
        Location = location;
        Arguments = arguments;
    }

    public Finding(DiagnosticDescriptor rule, Node node, params object[] arguments)
        : this(rule, node.Syntax.GetLocation(), arguments)
    {
    }

    public DiagnosticDescriptor Rule { get; }

    public Location Location { get; }

    public object[] Arguments { get; }

    /// <summary>The store whose entries it is about.</summary>
    public Store? Store { get; private set; }

    public List<Location> Places { get; } = new();

    public Dictionary<string, string?> Properties { get; } = new();

    public Finding At(Node? node)
    {
        if (node != null)
            Places.Add(node.Syntax.GetLocation());
        return this;
    }

    public Finding At(ISymbol? symbol)
    {
        if (symbol is { Locations: { Length: > 0 } locations } && locations[0].IsInSource)
            Places.Add(locations[0]);
        return this;
    }

    public Finding With(string key, string? value)
    {
        Properties[key] = value;
        return this;
    }

    public Finding Of(Store store)
    {
        Store = store;
        return this;
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Places, Properties.ToImmutableDictionary(), Arguments);
}
