/** Mail that proves an address: it waits in the database until a mail server has taken it. */
package io.tradewind.users.mail;
