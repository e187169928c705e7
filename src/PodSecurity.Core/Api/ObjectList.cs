namespace PodSecurity;

/// <summary>A list of an object that users see: as text it is its items, so that tables of values (CSV, HTML) say what is in it.</summary>
public class ObjectList<T> : List<T>
{
    public ObjectList()
    {
    }

    public ObjectList(IEnumerable<T> items)
        : base(items)
    {
    }

    public override string ToString() => string.Join("; ", this);
}
