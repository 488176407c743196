-- In a transaction of its own: the triggers are there, and nobody waits for this. An order that
-- moves meanwhile may leave a row in its old status; whoever reads asks the order as well.
insert into order_at_rest (status, order_id)
select status, id from orders
 where status in ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED')
    on conflict do nothing;
